import type { Micros } from './instants.ts';

/** What lies in one warehouse. */
export interface Stock {
  physicalOnHand: number;
  committed: number;
  updated: Micros;
  lowStockThreshold: number;
  outOfStockThreshold: number;
  location: string;
}

/** One component of a kit: units per kit. */
export interface KitComponent {
  readonly sku: string;
  readonly quantity: number;
}

/** A product. Kits have components and no stock of their own. */
export interface ProductRecord {
  readonly id: number;
  readonly sku: string;
  name: string;
  readonly created: Micros;
  updated: Micros;
  archived: Micros | null;
  category: string;
  upc: string | null;
  /** Pounds. */
  weight: number;
  price: number;
  cost: number;
  readonly kit: readonly KitComponent[];
  /** By warehouse id. */
  readonly stock: Map<number, Stock>;
}
