package dev.safemigrate.report;

/**
 * Who wrote a report.
 *
 * @param name the plugin's name
 * @param version as in the POM
 */
public record ToolVersion(String name, String version) {}
