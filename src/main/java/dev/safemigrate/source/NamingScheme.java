package dev.safemigrate.source;

/** How one tool names, cuts and orders its migrations. */
interface NamingScheme {

  /** Reads all files of the collector and adds scripts, problems and what is not analysed to it. */
  void read(ScriptCollector collector);
}
