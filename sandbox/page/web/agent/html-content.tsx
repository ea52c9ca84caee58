import { createElement, Fragment, type ReactNode, useMemo } from 'react';
import { usePageState } from '../api/use-page-state.ts';
import { Linkify } from '../design/linkify.tsx';
import { Picture } from '../design/picture.tsx';
import { pictureAddress } from './picture-address.ts';

/** What is shown as it is; of everything else only the text. */
const kept = new Set(
  'b strong i em u s p div br ul ol li blockquote pre code h1 h2 h3 h4 table tbody tr td th span'.split(' '),
);
const dropped = new Set(['script', 'style', 'template', 'iframe', 'object', 'noscript', 'title', 'head']);

/** HTML of agents and the bot, with nothing in it that could run. A text without tags keeps its lines. */
export function HtmlContent({ html }: { html: string }): ReactNode {
  const content = useMemo(() => {
    if (!/<[a-z!/]/i.test(html) && !html.includes('&')) return <Linkify text={html} />;
    const { body } = new DOMParser().parseFromString(html, 'text/html');
    return [...body.childNodes].map(nodeToReact);
  }, [html]);
  return <div className="html-content">{content}</div>;
}

function nodeToReact(node: Node, key: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element)) return null;
  const name = node.tagName.toLowerCase();
  if (dropped.has(name)) return null;
  const children = [...node.childNodes].map(nodeToReact);
  if (name === 'a') return link(node.getAttribute('href') ?? '', children, key);
  if (name === 'img') return picture(node, key);
  if (name === 'br' || name === 'hr') return createElement(name, { key });
  return kept.has(name) ? createElement(name, { key }, ...children) : <Fragment key={key}>{children}</Fragment>;
}

function link(href: string, children: ReactNode[], key: number): ReactNode {
  if (!/^(https?|mailto|tel):/i.test(href)) return <Fragment key={key}>{children}</Fragment>;
  return (
    <a key={key} href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}

function picture(node: Element, key: number): ReactNode {
  return <HtmlPicture key={key} source={node.getAttribute('src') ?? ''} alt={node.getAttribute('alt') ?? ''} />;
}

function HtmlPicture({ source, alt }: { source: string; alt: string }) {
  const deskUrl = usePageState().data?.deskUrl;
  return deskUrl && <Picture src={pictureAddress(source, deskUrl)} alt={alt} />;
}
