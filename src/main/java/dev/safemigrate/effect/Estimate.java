package dev.safemigrate.effect;

/**
 * How long a statement keeps others waiting, as a range.
 *
 * @param low seconds, at best
 * @param high seconds, at worst; not below {@code low}
 * @param basis how it was got, as in {@code 12 GB at 80 to 300 MB a second}
 */
public record Estimate(double low, double high, String basis) {

  public Estimate {
    if (!(low >= 0 && high >= low)) {
      throw new IllegalArgumentException("not a range of seconds: " + low + ".." + high);
    }
  }
}
