import { expect, it } from 'vitest';
import { acceptedRecord, known } from '../../tests/generators/situations.ts';
import type { Logger } from '../telemetry/logger.ts';
import { DryRun } from './dry-run.ts';

it('a dry run logs all that a claim is for, because nothing comes after the first edit', () => {
  const logged: unknown[] = [];
  const info = (message: string, details: object) => logged.push([message, details]);
  const logger = { child: () => ({ info }) } as unknown as Logger;
  const attempt = {
    owner: 'pass-1',
    endsAt: '2026-01-02T04:01:00.000Z',
    statuses: [],
    fields: [{ part: 1, field: 'amounts' as const, value: 'hash' }],
    lines: [{ part: 1, lineItemId: 'line-1', units: 3 }],
    numbers: ['1-A-1000'],
    toRead: [],
  };
  const situation = known(acceptedRecord(undefined, { changes: { sent: [], attempt } }));
  const edit = { kind: 'cancel', number: '1-A-1000' } as const;
  const after = new DryRun(logger, 'order-id').instead({ do: 'edit-ordoro', edit }, situation);
  expect(after?.sendBy).toBe(Number.NEGATIVE_INFINITY);
  expect(logged).toEqual([
    [
      'Would change the order in Ordoro.',
      {
        edit: 'cancel',
        orderNumber: '1-A-1000',
        orderNumbers: ['1-A-1000'],
        fields: ['amounts'],
        lineItems: ['line-1'],
      },
    ],
  ]);
});
