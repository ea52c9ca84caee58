/** English texts of our labels, as users read them. */
export const ASK = 'Do you want to start a chat with a human agent?\n[Yes] [No]';
export const REFUSED = 'What else can I do for you?';
export const CREATING = 'I will try to connect you with an agent. Please wait.';
export const CARLA_JOINED = 'Agent Carla has joined the conversation.';
export const MARCO_JOINED = 'Agent Marco has joined the conversation.';
export const NOBODY = 'No agents available';
export const CLOSED_NOW =
  'Our agents are not available at the moment. Please contact us again during our opening hours.';
export const NOT_CREATED = 'There was an error joining the chat';
export const CHAT_CLOSED = 'Chat closed';
export const STILL_WAITING = 'You are still in the queue. An agent will be with you as soon as possible.';
export const MEDIA_FAILED = 'The agent sent you a file, but it could not be delivered.';
export const SORRY = 'Sorry, something went wrong. Please try again in a moment.';
export const NO_TICKET = 'Your request could not be registered. Please try again later.';
export const TICKET_FILED = 'Your request has been registered. We will get back to you as soon as possible.';

/** What the sandbox's bot says. */
export const NOT_FOUND = 'Sorry, I could not find anything about that. You could put it in other words, or say "menu".';
export const OF_COURSE = 'Of course. I can ask one of my colleagues.';
export const HELLO =
  'Hello! I am the assistant of Harbour Cycles. What can I do for you? (Say "menu" if you just want to look around.)';
export const GONE_HOME = 'All my colleagues have gone home. Please write to us, and you will hear from us tomorrow.';
