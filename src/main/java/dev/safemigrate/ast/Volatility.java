package dev.safemigrate.ast;

/** What a function promises about its results. */
public enum Volatility {
  IMMUTABLE,
  STABLE,
  VOLATILE
}
