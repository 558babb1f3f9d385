package dev.safemigrate.schema;

/**
 * Why the server is certain to refuse a statement.
 *
 * @param sqlState the five characters
 * @param reason what the server says, in our words
 */
public record Refusal(String sqlState, String reason) {}
