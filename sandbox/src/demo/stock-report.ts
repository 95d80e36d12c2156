import type { Sandbox } from '../sandbox.ts';
import { type StockRow, stoppedPlan } from '../seed/stock-rounds.ts';
import { STOCK_RULES, type StockRuleSeed } from '../seed/stock-seeds.ts';
import { figuresOf, stockComplaints } from './stock-figures.ts';
import { table } from './table.ts';

/** Titles of the columns of units, which are aligned to the right. */
const IN_ORDORO = ['  on hand', 'committed', 'available', 'held back'] as const;
const SHOWN = 'commercetools';

/** The stock on both sides: one line per SKU and supply channel. */
export function stockTable(sandbox: Sandbox, rows: readonly StockRow[]): string {
  const lines = rows.map((row) => {
    const { onHand, committed, available, heldBack, shown } = figuresOf(sandbox, row);
    return [
      stockComplaints(sandbox, [row]).length === 0 ? 'ok' : 'WRONG',
      row.title,
      row.channel,
      ...[onHand, committed, available, heldBack].map((units, column) => below(IN_ORDORO[column] ?? '', units)),
      ruleText(row),
      below(SHOWN, shown),
    ];
  });
  return table(['', 'SKU', 'channel', ...IN_ORDORO, 'rule', SHOWN], lines);
}

/** What the guard against mass changes has to say. */
export function guardLine({ commercetools }: Sandbox): string {
  const plan = stoppedPlan(commercetools);
  const approved: string | undefined = commercetools.customObject('ordoro-config', 'inventory-approval')?.value.plan;
  if (plan !== undefined) return `guard: plan ${plan} is stopped, nothing is written until it is approved`;
  return approved === undefined ? 'guard: no objection' : `guard: plan ${approved} was approved and is written`;
}

function ruleText({ skus }: StockRow): string {
  const rule = STOCK_RULES.find(({ sku }) => skus.includes(sku));
  return rule === undefined ? '-' : wordsOf(rule);
}

function wordsOf({ owner, percent, reserve }: StockRuleSeed): string {
  return [
    ...(owner === undefined ? [] : [`owner ${owner}`]),
    ...(percent === undefined ? [] : [`percent ${percent}`]),
    ...(reserve === undefined ? [] : [`reserve ${reserve}`]),
  ].join(', ');
}

function below(title: string, units: number): string {
  return String(units).padStart(title.length);
}
