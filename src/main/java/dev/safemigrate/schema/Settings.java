package dev.safemigrate.schema;

import java.util.List;
import java.util.Optional;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * Settings that statements made: those of the session, and over them those of the transaction (SET
 * LOCAL), which end with it.
 */
record Settings(HashPMap<String, List<String>> session, HashPMap<String, List<String>> local) {

  static final Settings NONE = new Settings(HashTreePMap.empty(), HashTreePMap.empty());

  Optional<List<String>> value(String name) {
    List<String> ofTransaction = local.get(name);
    return Optional.ofNullable(ofTransaction == null ? session.get(name) : ofTransaction);
  }

  Settings with(String name, List<String> values) {
    return new Settings(session.plus(name, List.copyOf(values)), local.minus(name));
  }

  Settings withLocal(String name, List<String> values) {
    return new Settings(session, local.plus(name, List.copyOf(values)));
  }

  Settings without(String name) {
    return new Settings(session.minus(name), local.minus(name));
  }

  Settings withoutLocal() {
    return local.isEmpty() ? this : new Settings(session, HashTreePMap.empty());
  }
}
