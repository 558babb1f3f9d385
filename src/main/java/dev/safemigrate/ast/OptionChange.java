package dev.safemigrate.ast;

/** One entry of OPTIONS (...) behind ALTER; DROP has no value, SET replaces one. */
public record OptionChange(Change change, Option option) {

  /** What happens to the option. */
  public enum Change {
    ADD,
    SET,
    DROP
  }
}
