package dev.safemigrate.ast;

import java.util.List;

/** A privilege in upper case; ALL stands for all of them. */
public record Privilege(String name, List<String> columns) {
  public Privilege {
    columns = List.copyOf(columns);
  }
}
