// Open MPI, which lets the processes that mpirun starts talk: loaded by them alone. Its header is not needed to build, as
// the few functions that are used are declared as its ABI (version 4 and 5) has them.
#ifndef CMPI_H
#define CMPI_H

// 1 when the library is on this machine; loads it. Call it before any of the following.
int CMPILoad(void);

// Each of the following returns 0 when it has done what it says, else MPI's error code.

// Joins the others; only the thread that calls it may call the rest.
int CMPIStart(int *rank, int *count);

// Leaves; returns when all others have left.
int CMPIEnd(void);

// Ends all processes.
int CMPIAbort(int code);

// Begins to fill `words`, four bytes each: process r has given `counts[r]` from `starts[r]` on.
int CMPIBeginGather(void *words, const int *counts, const int *starts);

// Begins to send process r `outgoingCounts[r]` words from `outgoingStarts[r]` on, and to take as many as it sends.
int CMPIBeginExchange(
    const void *outgoing, const int *outgoingCounts, const int *outgoingStarts, void *incoming,
    const int *incomingCounts, const int *incomingStarts);

// Begins to wait for all others.
int CMPIBeginBarrier(void);

// Whether what was begun last has ended. The arrays must stay until then.
int CMPITest(int *ended);

// MPI's words for an error code, at most 255 characters.
void CMPIErrorText(int code, char text[256]);

#endif
