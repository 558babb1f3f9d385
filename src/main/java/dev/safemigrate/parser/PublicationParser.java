package dev.safemigrate.parser;

import dev.safemigrate.ast.AlterPublication;
import dev.safemigrate.ast.CreatePublication;
import dev.safemigrate.ast.Expression;
import dev.safemigrate.ast.ObjectReference;
import dev.safemigrate.ast.ObjectType;
import dev.safemigrate.ast.Option;
import dev.safemigrate.ast.Other;
import dev.safemigrate.ast.PublicationObject;
import dev.safemigrate.ast.QualifiedName;
import dev.safemigrate.ast.RelationReference;
import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Keyword;
import dev.safemigrate.text.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Publications and subscriptions. */
final class PublicationParser {

  /** What the words before an object said; an object without words is what the one before was. */
  private enum Context {
    NONE,
    TABLE,
    SCHEMA
  }

  private final TokenCursor cursor;
  private final Clauses clauses;
  private final ObjectNames objects;

  PublicationParser(Clauses clauses, ObjectNames objects) {
    this.cursor = clauses.cursor();
    this.clauses = clauses;
    this.objects = objects;
  }

  /** From behind CREATE PUBLICATION. */
  Statement createPublication(int start) {
    String name = cursor.columnId();
    boolean allTables = false;
    List<PublicationObject> published = List.of();
    if (cursor.accept(Keyword.FOR)) {
      allTables = cursor.accept(Keyword.ALL);
      if (allTables) {
        cursor.expect(Keyword.TABLES);
      } else {
        published = objects();
      }
    }
    List<Option> options = clauses.options.withDefinition();
    return new CreatePublication(cursor.spanFrom(start), name, allTables, published, options);
  }

  /** SET, ADD and DROP of ALTER PUBLICATION. */
  Statement alterPublication(int start, String name) {
    AlterPublication.Change change;
    if (cursor.accept(Keyword.ADD)) {
      change = AlterPublication.Change.ADD;
    } else if (cursor.accept(Keyword.DROP)) {
      change = AlterPublication.Change.DROP;
    } else {
      cursor.expect(Keyword.SET);
      if (cursor.at(TokenKind.OPEN_PARENTHESIS)) {
        List<Option> options = clauses.options.definition();
        return new AlterPublication(
            cursor.spanFrom(start), name, AlterPublication.Change.SET_OPTIONS, List.of(), options);
      }
      change = AlterPublication.Change.SET;
    }
    List<PublicationObject> published = objects();
    return new AlterPublication(cursor.spanFrom(start), name, change, published, List.of());
  }

  /** pub_obj_list. */
  private List<PublicationObject> objects() {
    List<PublicationObject> list = new ArrayList<>();
    Context context = Context.NONE;
    int refusedAt = -1;
    String refusal = "";
    do {
      int start = cursor.position();
      Item item = item();
      context = item.said == Context.NONE ? context : item.said;
      if (refusedAt < 0) {
        refusal = refusal(item, context);
        refusedAt = refusal.isEmpty() ? -1 : start;
      }
      list.add(item.object(context));
    } while (cursor.accept(TokenKind.COMMA));
    if (refusedAt >= 0) {
      throw cursor.fail(refusedAt, refusal);
    }
    return list;
  }

  /** What the server's grammar refuses after reading the list; empty if nothing. */
  private static String refusal(Item item, Context context) {
    if (context == Context.NONE) {
      return "invalid publication object list";
    }
    if (item.said != Context.NONE) {
      return "";
    }
    if (context == Context.TABLE) {
      return item.relation.isEmpty() ? "invalid table name" : "";
    }
    if (item.where.isPresent()) {
      return "WHERE clause not allowed for schema";
    }
    if (!item.columns.isEmpty()) {
      return "column specification not allowed for schema";
    }
    boolean plain = item.relation.filter(r -> r.only() || r.name().parts().size() > 1).isEmpty();
    return plain ? "" : "invalid schema name";
  }

  /** One entry, before it is settled what it means; no relation stands for CURRENT_SCHEMA. */
  private record Item(
      Context said,
      Optional<RelationReference> relation,
      List<String> columns,
      Optional<Expression> where) {

    PublicationObject object(Context context) {
      if (context == Context.TABLE && relation.isPresent()) {
        return new PublicationObject.Table(relation.get(), columns, where);
      }
      return new PublicationObject.TablesInSchema(relation.map(r -> r.name().name()));
    }
  }

  private Item item() {
    if (cursor.at(Keyword.TABLES) && cursor.keyword(1) == Keyword.IN) {
      cursor.advance();
      cursor.advance();
      cursor.expect(Keyword.SCHEMA);
      return schema();
    }
    Context said = cursor.accept(Keyword.TABLE) ? Context.TABLE : Context.NONE;
    if (said == Context.NONE && cursor.accept(Keyword.CURRENT_SCHEMA)) {
      return new Item(said, Optional.empty(), List.of(), Optional.empty());
    }
    RelationReference relation = clauses.names().relation();
    List<String> columns = clauses.names().optionalColumnList();
    Optional<Expression> where =
        cursor.accept(Keyword.WHERE) ? Optional.of(clauses.enclosedExpression()) : Optional.empty();
    return new Item(said, Optional.of(relation), columns, where);
  }

  private Item schema() {
    if (cursor.accept(Keyword.CURRENT_SCHEMA)) {
      return new Item(Context.SCHEMA, Optional.empty(), List.of(), Optional.empty());
    }
    int start = cursor.position();
    String name = cursor.columnId();
    RelationReference schema =
        new RelationReference(cursor.spanFrom(start), QualifiedName.of(name), false);
    return new Item(Context.SCHEMA, Optional.of(schema), List.of(), Optional.empty());
  }

  /** From behind CREATE SUBSCRIPTION. */
  Statement createSubscription(int start) {
    ObjectReference subscription = objects.object(ObjectType.SUBSCRIPTION);
    cursor.expect(Keyword.CONNECTION);
    cursor.string();
    cursor.expect(Keyword.PUBLICATION);
    clauses.nameList();
    clauses.options.withDefinition();
    return new Other(
        cursor.spanFrom(start),
        "CreateSubscriptionStmt",
        "CREATE SUBSCRIPTION",
        List.of(subscription));
  }

  /** What ALTER SUBSCRIPTION can do but for RENAME and OWNER. */
  Statement alterSubscription(int start, ObjectReference subscription) {
    if (cursor.accept(Keyword.CONNECTION)) {
      cursor.string();
    } else if (cursor.accept(Keyword.REFRESH)) {
      cursor.expect(Keyword.PUBLICATION);
      clauses.options.withDefinition();
    } else if (cursor.accept(Keyword.SKIP)) {
      clauses.options.definition();
    } else if (cursor.accept(Keyword.ADD) || cursor.accept(Keyword.DROP)) {
      publications();
    } else if (cursor.accept(Keyword.SET)) {
      if (cursor.at(TokenKind.OPEN_PARENTHESIS)) {
        clauses.options.definition();
      } else {
        publications();
      }
    } else if (!cursor.accept(Keyword.ENABLE)) {
      cursor.expect(Keyword.DISABLE);
    }
    return new Other(
        cursor.spanFrom(start),
        "AlterSubscriptionStmt",
        "ALTER SUBSCRIPTION",
        List.of(subscription));
  }

  private void publications() {
    cursor.expect(Keyword.PUBLICATION);
    clauses.nameList();
    clauses.options.withDefinition();
  }
}
