/** Goes where a browser would go, redirect by redirect, with a jar of cookies for each host. */
export class Browser {
  readonly jars = new Map<string, Map<string, string>>();
  /** Every address it came by. */
  readonly visited: string[] = [];

  /** Stops at the first reply that leads nowhere else, or where `until` says so. */
  async open(
    start: string,
    until: (url: URL) => boolean = () => false,
  ): Promise<{ url: URL; status: number }> {
    let url = new URL(start);
    for (let hops = 0; hops < 20; hops++) {
      this.visited.push(url.href);
      if (until(url)) return { url, status: 0 };
      const response = await fetch(url, { redirect: 'manual', headers: { cookie: this.cookieFor(url) } });
      await response.arrayBuffer();
      this.take(url, response.headers.getSetCookie());
      const next = response.headers.get('location');
      if (next === null) return { url, status: response.status };
      url = new URL(next, url);
    }
    throw new Error(`it goes round in circles: ${this.visited.join(' ')}`);
  }

  cookieFor({ host }: URL): string {
    return [...(this.jars.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private take({ host }: URL, set: string[]): void {
    const jar = this.jars.get(host) ?? new Map<string, string>();
    this.jars.set(host, jar);
    for (const line of set) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name!);
      else jar.set(name!, value!);
    }
  }
}
