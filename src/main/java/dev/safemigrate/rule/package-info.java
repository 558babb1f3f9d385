/**
 * One file per rule, {@link dev.safemigrate.rule.Rules} as their table of contents, and {@link
 * dev.safemigrate.rule.StatementContext} as the vocabulary that they speak. Knows no lock lore:
 * what a statement does is asked of its effects.
 */
@NullMarked
package dev.safemigrate.rule;

import org.jspecify.annotations.NullMarked;
