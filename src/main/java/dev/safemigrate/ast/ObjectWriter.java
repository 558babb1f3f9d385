package dev.safemigrate.ast;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes statements about objects of any type: DROP, RENAME, COMMENT, GRANT and their like. */
final class ObjectWriter {

  private ObjectWriter() {}

  static void role(SqlText text, String role) {
    text.add(Identifiers.quoteRole(role));
  }

  /** The object with what its type asks for behind the name, but without the type's words. */
  static void object(SqlText text, ObjectReference object) {
    switch (object.type()) {
      case COLUMN ->
          text.add(
              object.relation().map(relation -> Identifiers.quote(relation) + ".").orElse("")
                  + Identifiers.quote(object.name()));
      case CAST -> text.add("(" + object.arguments().orElse("") + ")");
      case TRANSFORM -> text.add("FOR").add(object.arguments().orElse(""));
      case LARGE_OBJECT -> text.add(object.name().name());
      case OPERATOR -> text.add(operator(object.name()) + arguments(object));
      case OPERATOR_CLASS, OPERATOR_FAMILY ->
          text.name(object.name()).optional("USING", object.relation(), SqlText::name);
      case POLICY, RULE, TRIGGER, TABLE_CONSTRAINT ->
          text.name(object.name()).optional("ON", object.relation(), SqlText::name);
      case DOMAIN_CONSTRAINT ->
          text.name(object.name()).optional("ON DOMAIN", object.relation(), SqlText::name);
      case ROLE -> role(text, object.name().name());
      default -> text.add(Identifiers.quote(object.name()) + arguments(object));
    }
  }

  private static String arguments(ObjectReference object) {
    return object.arguments().map(arguments -> "(" + arguments + ")").orElse("");
  }

  /** A name whose last part is an operator's sign. */
  static String operator(QualifiedName name) {
    int last = name.parts().size() - 1;
    return last == 0
        ? name.name()
        : Identifiers.quote(new QualifiedName(name.parts().subList(0, last))) + "." + name.name();
  }

  private static SqlText typed(SqlText text, ObjectReference object) {
    text.add(object.type().sqlName());
    object(text, object);
    return text;
  }

  private static SqlText alter(ObjectReference object, boolean ifExists) {
    SqlText text =
        new SqlText().add("ALTER").add(object.type().sqlName()).addIf(ifExists, "IF EXISTS");
    object(text, object);
    return text;
  }

  static SqlText drop(Drop drop) {
    return new SqlText()
        .add("DROP")
        .add(drop.objectType().sqlName())
        .addIf(drop.concurrently(), "CONCURRENTLY")
        .addIf(drop.ifExists(), "IF EXISTS")
        .list(drop.objects(), ObjectWriter::object)
        .addIf(drop.cascade(), "CASCADE");
  }

  static SqlText rename(Rename rename) {
    Optional<QualifiedName> relation = rename.object().relation();
    return switch (rename.objectType()) {
      case COLUMN, ATTRIBUTE, TABLE_CONSTRAINT, DOMAIN_CONSTRAINT -> {
        ObjectType whole =
            rename.objectType() == ObjectType.DOMAIN_CONSTRAINT
                ? ObjectType.DOMAIN
                : rename.relationType().orElse(ObjectType.TABLE);
        yield new SqlText()
            .add("ALTER")
            .add(whole.sqlName())
            .addIf(rename.ifExists(), "IF EXISTS")
            .optional("", relation, SqlText::name)
            .add("RENAME")
            .add(rename.objectType().sqlName())
            .name(rename.object().name())
            .add("TO")
            .name(rename.newName())
            .addIf(rename.cascade(), "CASCADE");
      }
      default -> alter(rename.object(), rename.ifExists()).add("RENAME TO").name(rename.newName());
    };
  }

  static SqlText setSchema(SetSchema move) {
    return alter(move.object(), move.ifExists()).add("SET SCHEMA").name(move.newSchema());
  }

  static SqlText setOwner(SetOwner owner) {
    SqlText text = alter(owner.object(), false).add("OWNER TO");
    role(text, owner.newOwner());
    return text;
  }

  static SqlText dependsOnExtension(DependsOnExtension depends) {
    return alter(depends.object(), false)
        .addIf(depends.remove(), "NO")
        .add("DEPENDS ON EXTENSION")
        .name(depends.extension());
  }

  static SqlText comment(Comment comment) {
    return typed(new SqlText().add("COMMENT ON"), comment.object())
        .add("IS")
        .add(comment.text().map(Identifiers::string).orElse("NULL"));
  }

  static SqlText securityLabel(SecurityLabel label) {
    SqlText text =
        new SqlText()
            .add("SECURITY LABEL")
            .optional("FOR", label.provider(), SqlText::string)
            .add("ON");
    return typed(text, label.object())
        .add("IS")
        .add(label.label().map(Identifiers::string).orElse("NULL"));
  }

  static SqlText alterExtension(AlterExtension extension) {
    SqlText text = new SqlText().add("ALTER EXTENSION").name(extension.name());
    if (extension.member().isEmpty()) {
      return text.add("UPDATE").optional("TO", extension.version(), SqlText::string);
    }
    return typed(text.add(extension.dropMember() ? "DROP" : "ADD"), extension.member().get());
  }

  // ---- privileges

  static SqlText grant(Grant grant) {
    SqlText text = start(grant.revoke(), grant.revoke() && grant.grantOption());
    privileges(text, grant.privileges());
    text.add("ON");
    if (grant.allInSchema()) {
      text.add("ALL " + plural(grant.objectType()) + " IN SCHEMA");
    } else {
      text.addIf(grant.objectType() == ObjectType.SERVER, "FOREIGN")
          .add(grant.objectType().sqlName());
    }
    text.list(grant.objects(), ObjectWriter::object);
    return end(text, grant.revoke(), grant.grantees(), grant.grantOption(), grant.cascade());
  }

  static SqlText defaultPrivileges(AlterDefaultPrivileges change) {
    SqlText text = new SqlText().add("ALTER DEFAULT PRIVILEGES");
    text.addIf(!change.roles().isEmpty(), "FOR ROLE").list(change.roles(), ObjectWriter::role);
    text.addIf(!change.schemas().isEmpty(), "IN SCHEMA").names(change.schemas());
    text.add(change.revoke() ? "REVOKE" : "GRANT")
        .addIf(change.revoke() && change.grantOption(), "GRANT OPTION FOR");
    privileges(text, change.privileges());
    text.add("ON").add(plural(change.objectType()));
    return end(text, change.revoke(), change.grantees(), change.grantOption(), change.cascade());
  }

  private static String plural(ObjectType type) {
    return type.sqlName() + "S";
  }

  private static SqlText start(boolean revoke, boolean grantOption) {
    return new SqlText().add(revoke ? "REVOKE" : "GRANT").addIf(grantOption, "GRANT OPTION FOR");
  }

  private static void privileges(SqlText text, List<Privilege> privileges) {
    text.list(
        privileges, (into, privilege) -> into.add(word(privilege)).columns(privilege.columns()));
  }

  private static String word(Privilege privilege) {
    return switch (privilege.name()) {
      case "ALL", "SELECT", "REFERENCES", "CREATE", "ALTER SYSTEM" -> privilege.name();
      default -> Identifiers.quote(privilege.name().toLowerCase(Locale.ROOT));
    };
  }

  private static SqlText end(
      SqlText text, boolean revoke, List<String> grantees, boolean grantOption, boolean cascade) {
    return text.add(revoke ? "FROM" : "TO")
        .list(grantees, ObjectWriter::role)
        .addIf(!revoke && grantOption, "WITH GRANT OPTION")
        .addIf(cascade, "CASCADE");
  }

  static SqlText grantRole(GrantRole grant) {
    SqlText text = new SqlText().add(grant.revoke() ? "REVOKE" : "GRANT");
    if (grant.revoke()) {
      grant.options().forEach(option -> text.name(option.name()).add("OPTION FOR"));
    }
    text.names(grant.roles())
        .add(grant.revoke() ? "FROM" : "TO")
        .list(grant.grantees(), ObjectWriter::role);
    if (!grant.revoke() && !grant.options().isEmpty()) {
      text.add("WITH")
          .list(
              grant.options(),
              (into, option) ->
                  into.name(option.name()).optional("", option.value(), SqlText::add));
    }
    return text.addIf(grant.cascade(), "CASCADE");
  }
}
