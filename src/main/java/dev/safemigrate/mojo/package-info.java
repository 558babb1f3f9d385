/**
 * The goals: binds Maven's parameters, calls one method of the core and translates its result.
 *
 * <p>Must not know how a migration is read, judged or applied.
 */
@NullMarked
package dev.safemigrate.mojo;

import org.jspecify.annotations.NullMarked;
