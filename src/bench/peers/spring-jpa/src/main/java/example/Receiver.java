package example;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A receiver of webhooks. */
@SpringBootApplication
public class Receiver {
    /** Starts it. */
    public static void main(String[] args) {
        SpringApplication.run(Receiver.class, args);
    }
}
