/* The calls of the system that the program never needs, and that the kernel refuses it: whatever opens or uses a
 * socket; io_uring, which can do the same unseen; starting a program; reaching into another process. */
#ifndef BASE_SANDBOX_CALLS_H
#define BASE_SANDBOX_CALLS_H

#define REFUSED_CALLS(CALL)                                                                        \
    CALL(socket)                                                                                   \
    CALL(socketpair)                                                                               \
    CALL(connect)                                                                                  \
    CALL(bind)                                                                                     \
    CALL(listen)                                                                                   \
    CALL(accept)                                                                                   \
    CALL(accept4)                                                                                  \
    CALL(sendto)                                                                                   \
    CALL(sendmsg)                                                                                  \
    CALL(sendmmsg)                                                                                 \
    CALL(recvfrom)                                                                                 \
    CALL(recvmsg)                                                                                  \
    CALL(recvmmsg)                                                                                 \
    CALL(io_uring_setup)                                                                           \
    CALL(io_uring_enter)                                                                           \
    CALL(io_uring_register)                                                                        \
    CALL(execve)                                                                                   \
    CALL(execveat)                                                                                 \
    CALL(ptrace)                                                                                   \
    CALL(process_vm_writev)

#endif
