package dev.safemigrate.effect;

import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.ast.Volatility;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the catalogs of a server say of built-in and contrib types, casts, operator classes and
 * functions. Read from files that {@code TypeFactsGenerator} makes of running servers, 14 to 18.
 */
final class TypeFacts {

  private static final Map<Integer, TypeFacts> BY_VERSION =
      IntStream.rangeClosed(
              ServerVersion.OLDEST_PROVEN.major(), ServerVersion.NEWEST_PROVEN.major())
          .boxed()
          .collect(Collectors.toUnmodifiableMap(version -> version, TypeFacts::new));

  private final Map<String, Type> types = new HashMap<>();
  private final Map<String, Cast> casts = new HashMap<>();
  private final Map<String, List<OperatorClass>> operatorClasses = new HashMap<>();
  private final Set<String> equalities = new HashSet<>();
  private final Map<String, List<FunctionFact>> functions = new HashMap<>();

  /** A base, range or multirange type; {@code subtype} is that of a range, else empty. */
  record Type(
      String name,
      char kind,
      char category,
      int length,
      char storage,
      String subtype,
      String extension) {}

  /** A row of pg_cast. */
  record Cast(char context, char method, String support) {

    /** Whether a value is cast without being asked for, as in an INSERT. */
    boolean allowedInAssignment() {
      return context != 'e';
    }

    boolean binary() {
      return method == 'b';
    }
  }

  /** An operator class of an index method. */
  record OperatorClass(String method, String name, String type, boolean isDefault, String family) {}

  private record FunctionFact(String arguments, Volatility volatility) {

    boolean takes(int count) {
      if (arguments.equals("*")) {
        return true;
      }
      if (arguments.startsWith("(")) {
        return count == (arguments.equals("()") ? 0 : arguments.split(",").length);
      }
      String[] range = arguments.split("-");
      return Integer.parseInt(range[0]) <= count && count <= Integer.parseInt(range[1]);
    }
  }

  private TypeFacts(int version) {
    read("types.tsv", version, this::type);
    read("casts.tsv", version, this::cast);
    read("operator-classes.tsv", version, this::operatorClass);
    read("equality.tsv", version, f -> equalities.add(f[0] + " " + f[1] + " " + f[2]));
    read("functions.tsv", version, this::function);
  }

  /** The facts of a version; of the nearest proven one where it is older or newer. */
  static TypeFacts of(ServerVersion version) {
    int nearest =
        Math.max(
            ServerVersion.OLDEST_PROVEN.major(),
            Math.min(ServerVersion.NEWEST_PROVEN.major(), version.major()));
    return Optional.ofNullable(BY_VERSION.get(nearest)).orElseThrow();
  }

  Optional<Type> type(String name) {
    return Optional.ofNullable(types.get(name));
  }

  Optional<Cast> cast(String source, String target) {
    return Optional.ofNullable(casts.get(source + " " + target));
  }

  /** Whether a length coercion exists for the type, as in {@code varchar(10)}. */
  boolean hasModifier(String type) {
    return casts.containsKey(type + " " + type);
  }

  /** Whether the type is one of strings, to which every value can be assigned through its text. */
  boolean isString(String type) {
    return type(type).filter(t -> t.category() == 'S').isPresent();
  }

  /** The operator classes of an index method. */
  List<OperatorClass> operatorClasses(String method) {
    return operatorClasses.getOrDefault(method, List.of());
  }

  /** Whether a btree operator family can compare the two types for equality. */
  boolean equality(String family, String left, String right) {
    return equalities.contains(family + " " + left + " " + right);
  }

  /**
   * The volatilities that functions of this name and number of arguments can have; empty when there
   * is no such function.
   */
  Set<Volatility> volatilities(String function, int arguments) {
    return functions.getOrDefault(function, List.of()).stream()
        .filter(fact -> fact.takes(arguments))
        .map(FunctionFact::volatility)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The volatilities that functions of this name can have. */
  Set<Volatility> volatilities(String function) {
    return functions.getOrDefault(function, List.of()).stream()
        .map(FunctionFact::volatility)
        .collect(Collectors.toUnmodifiableSet());
  }

  private void type(String[] f) {
    types.put(
        f[0],
        new Type(
            f[0],
            f[1].charAt(0),
            f[2].charAt(0),
            Integer.parseInt(f[4]),
            f[5].charAt(0),
            f[6],
            f[7]));
  }

  private void cast(String[] f) {
    casts.put(f[0] + " " + f[1], new Cast(f[2].charAt(0), f[3].charAt(0), f[5]));
  }

  private void operatorClass(String[] f) {
    operatorClasses
        .computeIfAbsent(f[0], method -> new ArrayList<>())
        .add(new OperatorClass(f[0], f[1], f[2], f[3].equals("t"), f[4]));
  }

  private void function(String[] f) {
    Volatility volatility =
        switch (f[2]) {
          case "i" -> Volatility.IMMUTABLE;
          case "s" -> Volatility.STABLE;
          default -> Volatility.VOLATILE;
        };
    functions
        .computeIfAbsent(f[0], name -> new ArrayList<>())
        .add(new FunctionFact(f[1], volatility));
  }

  /** Hands on the fields of each line that is true in the version. */
  private static void read(String file, int version, Consumer<String[]> fields) {
    try (InputStream in = TypeFacts.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("resource " + file + " is missing");
      }
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      String line;
      while ((line = reader.readLine()) != null) {
        String[] parts = line.split("\t", -1);
        String versions = parts[parts.length - 1];
        if (versions.isEmpty() || List.of(versions.split(",")).contains(String.valueOf(version))) {
          fields.accept(parts);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
