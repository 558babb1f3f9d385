package dev.safemigrate.rule;

import dev.safemigrate.ast.AlterTable;
import dev.safemigrate.ast.AlterTableAction;
import dev.safemigrate.effect.Effects;

/**
 * One action of an ALTER TABLE with what it would do as the only one.
 *
 * @param table the statement
 * @param action the action
 * @param effects of the action alone
 */
record Action<A extends AlterTableAction>(AlterTable table, A action, Effects effects) {}
