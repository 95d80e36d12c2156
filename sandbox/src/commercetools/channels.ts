import type { Channel, ChannelRoleEnum } from '@commercetools/platform-sdk';
import type { Mutable } from './mutable.ts';
import { invalidField } from './platform-error.ts';
import type { ActionTable } from './updates.ts';

const ROLES: readonly ChannelRoleEnum[] = [
  'InventorySupply',
  'OrderExport',
  'OrderImport',
  'Primary',
  'ProductDistribution',
];
const DEFAULT_ROLE: ChannelRoleEnum = 'InventorySupply';

/** Channel actions that the mock lacks: https://docs.commercetools.com/api/projects/channels */
export const CHANNEL_ACTIONS: ActionTable = {
  setRoles: (channel: Mutable<Channel>, { roles }: { roles: ChannelRoleEnum[] }) => {
    channel.roles = known(roles);
  },
  addRoles: (channel: Mutable<Channel>, { roles }: { roles: ChannelRoleEnum[] }) => {
    channel.roles = [...new Set([...channel.roles, ...known(roles)])];
  },
  removeRoles: (channel: Mutable<Channel>, { roles }: { roles: ChannelRoleEnum[] }) => {
    channel.roles = channel.roles.filter((role) => !roles.includes(role));
  },
};

/** The roles of a new channel; without any it supplies inventory. Raises 400 InvalidField. */
export function rolesOfDraft(roles: ChannelRoleEnum[] | undefined): ChannelRoleEnum[] {
  return roles === undefined || roles.length === 0 ? [DEFAULT_ROLE] : known(roles);
}

function known(roles: ChannelRoleEnum[]): ChannelRoleEnum[] {
  const unknown = roles.find((role) => !ROLES.includes(role));
  if (unknown !== undefined) throw invalidField('roles', unknown, ROLES);
  return roles;
}
