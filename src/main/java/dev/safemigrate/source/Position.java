package dev.safemigrate.source;

/** A place in a file, line and column counted from 1. */
public record Position(int line, int column) {}
