package io.tako.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One secret's two keys: HMAC-SHA-256 signs, AES-256-GCM encrypts. The cookie's name is part of
 * what is authenticated, so a value cannot be moved to another cookie.
 */
final class CookieCipher {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int MINIMUM_SECRET = 32;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec signing;
    private final SecretKeySpec encryption;

    CookieCipher(byte[] secret) {
        if (secret.length < MINIMUM_SECRET) {
            throw new IllegalArgumentException(
                    "cookie secret has "
                            + secret.length
                            + " bytes (expected: at least "
                            + MINIMUM_SECRET
                            + ")");
        }
        signing = new SecretKeySpec(derive(secret, "tako cookie signing"), "HmacSHA256");
        encryption = new SecretKeySpec(derive(secret, "tako cookie encryption"), "AES");
    }

    String sign(String name, String value) {
        String encoded = BASE64.encodeToString(value.getBytes(StandardCharsets.UTF_8));
        return encoded + "." + BASE64.encodeToString(mac(name, encoded));
    }

    Optional<String> verify(String name, String signed) {
        int dot = signed.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String encoded = signed.substring(0, dot);
        try {
            byte[] given = Base64.getUrlDecoder().decode(signed.substring(dot + 1));
            if (!MessageDigest.isEqual(given, mac(name, encoded))) {
                return Optional.empty();
            }
            return Optional.of(
                    new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    String encrypt(String name, String value) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, name);
            byte[] sealed = cipher.doFinal(value.getBytes(StandardCharsets.UTF_8));
            return BASE64.encodeToString(
                    ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available in this JVM", e);
        }
    }

    Optional<String> decrypt(String name, String encrypted) {
        try {
            byte[] all = Base64.getUrlDecoder().decode(encrypted);
            if (all.length < NONCE + TAG_BITS / 8) {
                return Optional.empty();
            }
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(all, NONCE), name);
            byte[] plain = cipher.doFinal(all, NONCE, all.length - NONCE);
            return Optional.of(new String(plain, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException forged) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, encryption, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private byte[] mac(String name, String encoded) {
        return mac(signing, name + "=" + encoded);
    }

    private static byte[] derive(byte[] secret, String purpose) {
        return mac(new SecretKeySpec(secret, "HmacSHA256"), purpose);
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is not available in this JVM", e);
        }
    }
}
