package dev.safemigrate.effect;

/** What the server will refuse: its SQLSTATE and the reason in a sentence. */
public record Failure(String sqlstate, String reason) {}
