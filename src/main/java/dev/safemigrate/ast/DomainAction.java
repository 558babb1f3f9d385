package dev.safemigrate.ast;

/** One action of ALTER DOMAIN. */
public sealed interface DomainAction {

  /** SET DEFAULT. */
  record SetDefault(Expression value) implements DomainAction {}

  /** DROP DEFAULT. */
  record DropDefault() implements DomainAction {}

  /** SET NOT NULL. */
  record SetNotNull() implements DomainAction {}

  /** DROP NOT NULL. */
  record DropNotNull() implements DomainAction {}

  /** ADD constraint. */
  record AddConstraint(Constraint constraint) implements DomainAction {}

  /** DROP CONSTRAINT. */
  record DropConstraint(String constraint, boolean ifExists, boolean cascade)
      implements DomainAction {}

  /** VALIDATE CONSTRAINT. */
  record ValidateConstraint(String constraint) implements DomainAction {}
}
