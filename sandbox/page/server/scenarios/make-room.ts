import type { Stage } from './create-stage.ts';

/** Somebody has to be there and have a free place, and no queue before them; afterwards it is as it was. */
export function makeRoom({ stand, tell, afterwards }: Stage): void {
  const { control } = stand.desk;
  if (control.settings.queue.active) {
    control.setQueueActive(false);
    afterwards(() => control.setQueueActive(true));
  }
  const agents = control.agents();
  const isFree = ({ capacity, chats, invitedTo }: (typeof agents)[number]): boolean =>
    capacity > chats.length + invitedTo.length;
  if (agents.some((agent) => agent.online && isFree(agent))) return;
  const agent = agents.find(isFree) ?? agents[0];
  if (agent === undefined) return;
  if (!agent.online) {
    agent.login();
    afterwards(() => agent.logout());
    tell(`No agent was online, so ${agent.name} signs in.`, 'agent');
  }
  if (isFree(agent)) return;
  const { id, capacity } = agent;
  control.setUpAgent(id, { capacity: agent.chats.length + agent.invitedTo.length + 1 });
  afterwards(() => control.setUpAgent(id, { capacity }));
  tell(`All agents were busy, so ${agent.name} takes one more chat.`, 'agent');
}
