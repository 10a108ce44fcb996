package example;

import org.springframework.data.jpa.repository.JpaRepository;

/** The stored posts. */
public interface EventRepository extends JpaRepository<Event, Long> {}
