/** Where the sandbox serves the pictures of its knowledge. */
export function mediaUrlOf({ url }: { url: string }): string {
  return `${new URL(url).origin}/media`;
}
