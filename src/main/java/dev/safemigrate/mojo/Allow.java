package dev.safemigrate.mojo;

import org.apache.maven.plugins.annotations.Parameter;

/** An acknowledgement in the POM: the findings of a rule in the files of a pattern are accepted. */
public final class Allow {

  /** Id of the rule, or {@code *} for all. */
  @Parameter(required = true)
  private String rule = "";

  /** Files, as a glob over their paths; {@code **} crosses folders. */
  @Parameter(defaultValue = "**")
  private String path = "**";

  /** Why; never blank. */
  @Parameter(required = true)
  private String reason = "";

  /** The last day on which it counts, as in {@code 2027-01-31}; for ever without one. */
  @Parameter private String until = "";

  String rule() {
    return rule;
  }

  String path() {
    return path;
  }

  String reason() {
    return reason;
  }

  String until() {
    return until;
  }
}
