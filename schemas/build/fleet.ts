import { z } from 'zod';
import { EndpointSchema } from '../inference/endpoint.ts';
import { refuseSecrets } from '../secrets.ts';
import { NotifySchema } from './notify.ts';
import { StoreSchema } from './store.ts';

/**
 * What workers know by name, from their `fleet.yaml`: a config that says `endpoint: cluster` or `store: main` needs no
 * change when the cluster moves. What a config says itself goes before.
 */
export const FleetSchema = z
  .strictObject({
    /** Endpoints by the names that configs use; `default` serves roles that name none. */
    endpoints: z.record(z.string().min(1), EndpointSchema).prefault({}),
    /** Stores by the names that configs use. */
    stores: z
      .record(z.string().regex(/^[\w.-]+$/, 'use letters, digits, ".", "_" and "-"'), StoreSchema)
      .prefault({}),
    /** The store, one of `stores`, of configs that name none. */
    store: z.string().optional(),
    /** Who is told of builds whose configs do not say. */
    notify: NotifySchema.optional(),
  })
  .superRefine(refuseSecrets())
  .superRefine(({ store, stores }, context) => {
    if (store === undefined || Object.hasOwn(stores, store)) return;
    const names = Object.keys(stores).join(', ') || 'there are none';
    context.addIssue({ code: 'custom', path: ['store'], message: `must be one of stores (${names})` });
  });
export type Fleet = z.output<typeof FleetSchema>;
