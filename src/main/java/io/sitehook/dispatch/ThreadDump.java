package io.sitehook.dispatch;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;

/** What a thread is doing, and what it waits for. */
final class ThreadDump {
    private ThreadDump() {}

    /** State, lock and full stack of a thread, a line for each frame. */
    static String of(Thread thread) {
        StringBuilder dump = new StringBuilder();
        dump.append('"').append(thread.getName()).append("\" ").append(thread.getState());
        ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(thread.getId());
        if (info != null && info.getLockInfo() != null) {
            dump.append(" on ").append(info.getLockInfo());
            if (info.getLockOwnerName() != null) {
                dump.append(" held by \"").append(info.getLockOwnerName()).append('"');
            }
        }
        for (StackTraceElement element : thread.getStackTrace()) {
            dump.append("\n\tat ").append(element);
        }
        return dump.toString();
    }
}
