/** Where a user goes on when what they pressed is gone: where they write. */
export function composerAround(around: Element): HTMLElement | null | undefined {
  return around.closest('.phone, .user-room')?.querySelector<HTMLElement>('.composer-input');
}

/** Where one goes on when a phone is gone: the next one's tab, or how another is opened. */
export function nextPhoneAround(around: Element): HTMLElement | null | undefined {
  const room = around.closest('.user-room');
  return room?.querySelector<HTMLElement>(
    '[role=tab][aria-selected=true], .phones-tools > .button:last-child, .channel-tile',
  );
}
