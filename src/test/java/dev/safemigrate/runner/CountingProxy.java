package dev.safemigrate.runner;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Stands between a runner and its server and counts how often the client, having heard the server,
 * speaks again: that is what a slow network makes dear. Several messages in a row count once.
 */
final class CountingProxy implements AutoCloseable {

  private final ServerSocket socket;
  private final int serverPort;
  private final List<Turn> turns = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Socket> open = new ArrayList<>();

  CountingProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Of all connections so far, but for the one that looks for blockers when something is slow. */
  int exchanges() {
    return turns.stream().mapToInt(Turn::exchanges).sum();
  }

  @Override
  public synchronized void close() throws IOException {
    threads.shutdownNow();
    socket.close();
    for (Socket one : open) {
      one.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = remember(socket.accept());
        Socket server = remember(new Socket(InetAddress.getLoopbackAddress(), serverPort));
        Turn turn = new Turn();
        turns.add(turn);
        threads.execute(() -> pass(client, server, turn::clientSpeaks));
        threads.execute(() -> pass(server, client, words -> turn.serverSpeaks()));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private synchronized Socket remember(Socket one) {
    open.add(one);
    return one;
  }

  private static void pass(Socket from, Socket to, Consumer<String> hearer) {
    byte[] buffer = new byte[65536];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        hearer.accept(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        out.write(buffer, 0, count);
        out.flush();
      }
    } catch (IOException closed) {
      // One side has gone, so the other goes too.
    }
  }

  /** Whose turn it is on one connection. */
  private static final class Turn {

    /** The manual, "Message Formats". */
    private static final String TERMINATE = "X\0\0\0\4";

    private boolean server = true;
    private boolean watch;
    private int exchanges;

    synchronized void clientSpeaks(String words) {
      if (words.startsWith(TERMINATE)) {
        return; // The runner does not wait for it, so it may come too late to be counted.
      }
      watch = watch || words.contains("migrate-maven-plugin blocker watch");
      if (server) {
        exchanges++;
      }
      server = false;
    }

    synchronized void serverSpeaks() {
      server = true;
    }

    synchronized int exchanges() {
      return watch ? 0 : exchanges;
    }
  }
}
