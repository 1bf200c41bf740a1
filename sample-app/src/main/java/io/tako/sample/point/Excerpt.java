package io.tako.sample.point;

/** Text sent by a peer, made safe and short enough to be quoted in an error message. */
public final class Excerpt {

    private static final int LONGEST = 40;

    private Excerpt() {}

    /** Returns the text in single quotes, control characters replaced, cut after 40 characters. */
    public static String of(String text) {
        int end = text.length();
        if (end > LONGEST) {
            end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        }
        StringBuilder quoted = new StringBuilder(end + 3).append('\'');
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            quoted.append(Character.isISOControl(c) ? '\uFFFD' : c);
        }
        return quoted.append(end < text.length() ? "…'" : "'").toString();
    }
}
