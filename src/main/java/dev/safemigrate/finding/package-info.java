/**
 * What is said about statements: findings, classes, remedies, evidence. Plain data; knows neither
 * rules nor reports.
 */
@NullMarked
package dev.safemigrate.finding;

import org.jspecify.annotations.NullMarked;
