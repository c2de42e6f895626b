/**
 * Keeps the AWS SDK's advice to upgrade Node to ourselves: it is not for the person who runs a build. The SDK looks when
 * a client is made.
 */
export function keepNodeNotice(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
}
