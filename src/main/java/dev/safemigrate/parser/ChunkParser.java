package dev.safemigrate.parser;

import dev.safemigrate.ast.Statement;
import dev.safemigrate.text.Chunk;
import dev.safemigrate.text.Tokens;

/** Reads one statement; never throws, what is no statement comes back as such. */
interface ChunkParser {

  Statement statement(Tokens tokens, Chunk chunk);
}
