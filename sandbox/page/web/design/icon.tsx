const paths = {
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  send: 'M12 19V5M5.5 11.5L12 5l6.5 6.5',
  image: 'M4 5h16v14H4zM4 16l4.5-4.5 4 4 2.5-2.5 5 5M15.5 9.5h.01',
  file: 'M7 3.5h7l4 4V20.5H7zM14 3.5v4h4',
  pin: 'M12 21s6.5-6.2 6.5-11A6.5 6.5 0 1 0 5.5 10c0 4.8 6.5 11 6.5 11zM12 12.200a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4',
  clip: 'M19 11.500l-7.3 7.300a4.6 4.6 0 0 1-6.5-6.500l7.6-7.600a3 3 0 0 1 4.3 4.300l-7.5 7.500a1.5 1.5 0 0 1-2.1-2.100l6.7-6.7',
  down: 'M6 9.500l6 6 6-6',
  right: 'M9.5 6l6 6-6 6',
  left: 'M14.5 6l-6 6 6 6',
  external: 'M10 6H6v12h12v-4M13.5 5H19v5.500M19 5l-8 8',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.500v2M12 19.500v2M2.5 12h2M19.5 12h2M5.3 5.300l1.4 1.400M17.3 17.300l1.4 1.400M18.7 5.300l-1.4 1.400M6.7 17.300l-1.4 1.4',
  moon: 'M19.5 14.500A8 8 0 0 1 9.5 4.500a8 8 0 1 0 10 10z',
  auto: 'M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16',
  phone:
    'M8 2.500h8a1.5 1.5 0 0 1 1.5 1.500v16a1.5 1.5 0 0 1-1.5 1.500H8A1.5 1.5 0 0 1 6.5 20V4A1.5 1.5 0 0 1 8 2.500zM10.5 18.500h3',
  headset: 'M4.5 14v-2a7.5 7.5 0 0 1 15 0v2M4.5 13.500h3v5h-3zM16.5 13.500h3v5h-3zM18 18.500c0 2-2.5 2.5-5 2.5',
  sliders: 'M5 7h8M17 7h2M5 17h2M11 17h8M15 5v4M9 15v4',
  wire: 'M4 7h12M13 4l3 3-3 3M20 17H8M11 14l-3 3 3 3',
  play: 'M8 5.500l10.5 6.500L8 18.500z',
  stop: 'M7 7h10v10H7z',
  refresh: 'M19 12a7 7 0 1 1-2-4.900M19 4v4h-4',
  undo: 'M4.5 9.500h9a5 5 0 0 1 0 10H9M8.5 5L4 9.500 8.500 14',
  warning: 'M12 4l9 16H3zM12 10v4.500M12 17.200h.01',
  info: 'M12 3.500a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5M12 8h.01',
  search: 'M10.5 4.500a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM15 15l4.5 4.5',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  bold: 'M8 5h5a3.5 3.5 0 0 1 0 7H8zM8 12h6a3.5 3.5 0 0 1 0 7H8z',
  italic: 'M14 5l-4 14M10.5 5h6M7.5 19h6',
  list: 'M9.5 7H19M9.5 12H19M9.5 17H19M5.5 7h.01M5.5 12h.01M5.5 17h.01',
  link: 'M10 14a3.5 3.5 0 0 0 5 0l3-3a3.5 3.5 0 0 0-5-5l-1 1M14 10a3.5 3.5 0 0 0-5 0l-3 3a3.5 3.5 0 0 0 5 5l1-1',
  clock: 'M12 3.500a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.500V12l3 2',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.500c.8-4 3.9-6 7.5-6s6.7 2 7.5 6',
  edit: 'M5 19l.8-3.700L15.5 5.600l2.9 2.9-9.7 9.700z',
  trash: 'M5 7h14M10 7V4.500h4V7M7 7l.8 12.500h8.400L17 7',
  leave: 'M10 5H5.500v14H10M14 8l4 4-4 4M18 12H9.5',
} as const;

export type IconName = keyof typeof paths;

/** A line drawing in the colour of the text. It says nothing to a screen reader: name the button around it. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 3 : name === 'list' ? 2.2 : 1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
