package dev.safemigrate.report.page;

/**
 * A class of statements as the page shows it.
 *
 * @param style the name of its colours in the style sheet
 * @param words the class as people and filters have it
 */
public record Tone(String style, String words) {}
