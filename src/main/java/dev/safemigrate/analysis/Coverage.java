package dev.safemigrate.analysis;

/**
 * How much of the pending SQL was understood.
 *
 * @param statements all, those inside bodies that were read not counted
 * @param analysed those with a promise
 * @param opaque those of unknown class, or with parts that cannot be read
 */
public record Coverage(int statements, int analysed, int opaque) {}
