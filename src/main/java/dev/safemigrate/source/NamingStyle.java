package dev.safemigrate.source;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tools whose folders are understood. */
public enum NamingStyle {
  FLYWAY("flyway"),
  GOLANG_MIGRATE("golang-migrate"),
  DIESEL("diesel"),
  SQLX("sqlx"),
  PRISMA("prisma"),
  GOOSE("goose"),
  DBMATE("dbmate"),
  SQL_MIGRATE("sql-migrate"),
  MYBATIS("mybatis"),
  LIQUIBASE("liquibase"),
  ATLAS("atlas"),
  ALEMBIC("alembic"),
  KNEX("knex"),
  PG_DUMP("pg_dump");

  private final String parameter;

  NamingStyle(String parameter) {
    this.parameter = parameter;
  }

  /** The name as a user writes it. */
  public String parameter() {
    return parameter;
  }

  /** The style that a user means, if it is one. */
  public static Optional<NamingStyle> ofParameter(String name) {
    return Arrays.stream(values())
        .filter(style -> style.parameter.equalsIgnoreCase(name.strip()))
        .findFirst();
  }

  /** All names that may be written, for messages. */
  public static String parameters() {
    return Arrays.stream(values()).map(NamingStyle::parameter).collect(Collectors.joining(", "));
  }
}
