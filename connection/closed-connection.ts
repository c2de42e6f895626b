import { InterceptingCall, Metadata, status, type Interceptor } from '@grpc/grpc-js';

/**
 * Gives a call of a connection that is closed its end. The SDK's retries begin the next try in a timer, where what the
 * closed channel throws (1.14) has nobody to catch it and ends the program.
 */
export const endCallsOfClosed: Interceptor = (options, nextCall) => {
  try {
    return new InterceptingCall(nextCall(options));
  } catch (error) {
    const details = `the connection is closed (${error instanceof Error ? error.message : String(error)})`;
    const nothing = (): undefined => undefined;
    return new InterceptingCall({
      // No code that is tried again.
      start: (_, listener) =>
        listener?.onReceiveStatus?.({ code: status.CANCELLED, details, metadata: new Metadata() }),
      cancelWithStatus: nothing,
      getPeer: () => 'nobody',
      sendMessageWithContext: nothing,
      sendMessage: nothing,
      startRead: nothing,
      halfClose: nothing,
      getAuthContext: () => null,
    });
  }
};
