package dev.safemigrate.ast;

/** What a foreign key does when the referenced row changes or goes. */
public enum ReferentialAction {
  NO_ACTION,
  RESTRICT,
  CASCADE,
  SET_NULL,
  SET_DEFAULT
}
