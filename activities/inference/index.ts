export { EndpointRefused } from './endpoint-refused.ts';
export type { EndpointState, UrlState } from './endpoint-state.ts';
export { InferenceClosed } from './inference-closed.ts';
export { createInference, type AskOptions, type Inference, type InferenceOptions } from './inference.ts';
export { findingLine, preflight, type PreflightFinding } from './preflight.ts';
export { roleToCheck, type RoleToCheck } from './role-to-check.ts';
export { RequestFailed } from './request-failed.ts';
export { RequestRefused } from './request-refused.ts';
