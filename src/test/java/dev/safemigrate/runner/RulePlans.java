package dev.safemigrate.runner;

import dev.safemigrate.runner.ProvenPlan.Version;
import java.util.List;
import java.util.Optional;

/** Plans for what values may be, or are by themselves. */
final class RulePlans {

  private RulePlans() {}

  static List<ProvenPlan> all() {
    return List.of(
        changedDefault(),
        replacedEnumValue(),
        addedUnique(),
        addedExclusion(),
        addedPrimaryKey(),
        addedForeignKey(),
        addedCheck());
  }

  private static ProvenPlan changedDefault() {
    Version old = Version.of("note", "text");
    return ProvenPlan.ofColumns(
            "change a default",
            "note text, quantity integer NOT NULL DEFAULT 1",
            "note) SELECT i, i",
            "change default of things.quantity to 2",
            old,
            old.and("quantity", "1"))
        .holding("SELECT NOT EXISTS (SELECT FROM things WHERE quantity <> 1)")
        .takenBackWithoutOld();
  }

  /** Four versions: each step of the application is one of them. */
  private static ProvenPlan replacedEnumValue() {
    Version first = feeling("sad", "feeling::text");
    Version second =
        feeling("sad", "CASE feeling::text WHEN 'unhappy' THEN 'sad' ELSE feeling::text END");
    Version third = feeling("unhappy", second.read());
    Version fourth =
        feeling(
            "unhappy",
            "CASE feeling::text WHEN 'unhappy' THEN 'sad' WHEN 'sad' THEN 'what?' ELSE feeling::text END");
    return ProvenPlan.of(
            "replace a value of an enum",
            """
            CREATE TYPE mood AS ENUM ('sad', 'happy');
            CREATE TABLE things (id bigint PRIMARY KEY, touched integer NOT NULL DEFAULT 0,
              feeling mood);
            """,
            "INSERT INTO things (id, feeling) SELECT i, %s FROM generate_series(1, %d) i"
                .formatted(feeling("sad", "").values().get(0).replace("?", "i"), ProvenPlan.ROWS),
            "replace enum value mood 'sad' with 'unhappy'",
            first,
            fourth)
        .keeping(
            value ->
                Optional.of(
                    value.filter(v -> Integer.parseInt(v) % 2 == 0).isPresent() ? "sad" : "happy"))
        .holding("SELECT NOT EXISTS (SELECT FROM things WHERE feeling = 'sad')")
        .releasing(
            new ProvenPlan.Releases(
                List.of(
                    List.of(first, second),
                    List.of(second, third),
                    List.of(third),
                    List.of(third, fourth)),
                List.of(third),
                List.of(second, third)));
  }

  private static Version feeling(String low, String read) {
    return new Version(
        "things",
        List.of("feeling"),
        List.of(
            "CAST(CASE WHEN COALESCE(CAST(? AS integer), 1) % 2 = 0 THEN '"
                + low
                + "' ELSE 'happy' END AS mood)"),
        read,
        false);
  }

  /** The old version writes one code in five twice. */
  private static ProvenPlan addedUnique() {
    Version next =
        new Version(
            "things",
            List.of("code"),
            List.of("COALESCE(?, '') || '#' || gen_random_uuid()"),
            "split_part(code, '#', 1)",
            false);
    Version old =
        new Version(
            "things",
            List.of("code"),
            List.of(
                "COALESCE(?, '') || '#' || CASE WHEN random() < 0.2 THEN 'x' ELSE gen_random_uuid()::text END"),
            next.read(),
            false);
    return ProvenPlan.ofColumns(
            "add a unique constraint",
            "code text",
            "code) SELECT i, i || '#x'",
            "add unique to things.code repair UPDATE things SET code = split_part(code, '#', 1) ||"
                + " '#' || gen_random_uuid() WHERE code LIKE '%#x'",
            old,
            next)
        .takenBackWithoutOld();
  }

  /** The old version writes no code in one row of five. */
  private static ProvenPlan addedPrimaryKey() {
    Version note = Version.of("note", "text");
    return ProvenPlan.of(
            "add a primary key",
            """
            CREATE TABLE things (id bigint NOT NULL UNIQUE, touched integer NOT NULL DEFAULT 0,
              note text, code text);
            """,
            "INSERT INTO things (id, note, code) SELECT i, i, CASE WHEN i %% 5 > 0 THEN 'c' || i END FROM generate_series(1, %d) i"
                .formatted(ProvenPlan.ROWS),
            "add primary key to things (id, code)"
                + " repair UPDATE things SET code = 'none' WHERE code IS NULL",
            note.and("code", "CASE WHEN random() < 0.8 THEN 'c' END"),
            note.and("code", "'c'"))
        .takenBackWithoutOld();
  }

  /** The old version writes one slot in five that others have. */
  private static ProvenPlan addedExclusion() {
    Version note = Version.of("note", "text");
    Version old =
        note.and("slot", "CASE WHEN random() < 0.2 THEN int8range(1, 100) ELSE next_slot() END");
    Version next = note.and("slot", "next_slot()");
    return ProvenPlan.of(
            "add an exclusion constraint",
            """
            CREATE SEQUENCE slots START 1000;
            CREATE FUNCTION next_slot() RETURNS int8range LANGUAGE sql
              AS $$SELECT int8range(n, n + 1) FROM nextval('slots') AS n$$;
            CREATE TABLE things (id bigint PRIMARY KEY, touched integer NOT NULL DEFAULT 0,
              note text, slot int8range, room integer NOT NULL DEFAULT 1);
            """,
            "INSERT INTO things (id, note, slot) SELECT i, i, CASE WHEN i %% 5 = 0 THEN int8range(1, 100) ELSE next_slot() END FROM generate_series(1, %d) i"
                .formatted(ProvenPlan.ROWS),
            "add exclusion to things EXCLUDE USING gist (room WITH =, slot WITH &&) as slots_apart"
                + " repair UPDATE things SET slot = next_slot() WHERE slot && int8range(1, 100)",
            old,
            next)
        .releasing(
            new ProvenPlan.Releases(
                List.of(List.of(old, next), List.of(next), List.of(next)),
                List.of(next),
                List.of(old)));
  }

  private static ProvenPlan addedForeignKey() {
    Version note = Version.of("note", "text");
    return ProvenPlan.of(
            "add a foreign key",
            """
            CREATE TABLE owners (id bigint PRIMARY KEY);
            INSERT INTO owners SELECT generate_series(1, 900);
            CREATE TABLE things (id bigint PRIMARY KEY, touched integer NOT NULL DEFAULT 0,
              note text, owner_id bigint);
            """,
            "INSERT INTO things (id, note, owner_id) SELECT i, i, i FROM generate_series(1, %d) i"
                .formatted(ProvenPlan.ROWS),
            "add foreign key to things.owner_id references owners.id"
                + " repair UPDATE things SET owner_id = NULL WHERE owner_id > 900",
            note.and("owner_id", "1 + (random() * 2000)::int"),
            note.and("owner_id", "1 + (random() * 899)::int"))
        .takenBackWithoutOld();
  }

  private static ProvenPlan addedCheck() {
    Version note = Version.of("note", "text");
    return ProvenPlan.ofColumns(
            "add a check",
            "note text, quantity integer",
            "note, quantity) SELECT i, i, i - 1000",
            "add check to things (quantity >= 0) repair UPDATE things SET quantity = 0 WHERE quantity < 0",
            note.and("quantity", "(random() * 10)::int - 3"),
            note.and("quantity", "(random() * 10)::int"))
        .takenBackWithoutOld();
  }
}
