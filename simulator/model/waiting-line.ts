/**
 * Who waits, first come first served. Taking the first out of an array moves all the others, and of
 * an engine in overload hundreds of thousands wait: here they move once in a while, half of them.
 */
export class WaitingLine<Item> {
  private items: Item[] = [];
  /** Before it stand those that have been taken. */
  private head = 0;

  get length(): number {
    return this.items.length - this.head;
  }

  get first(): Item | undefined {
    return this.items[this.head];
  }

  push(item: Item): void {
    this.items.push(item);
  }

  /** Who was in service already, and has to wait again. */
  pushFront(item: Item): void {
    if (this.head === 0) this.items.unshift(item);
    else this.items[--this.head] = item;
  }

  shift(): Item | undefined {
    const { first } = this;
    if (this.length > 0) this.head++;
    if (this.head > 64 && this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return first;
  }

  /** Who does not wait any longer; nothing happens if it is not here. */
  remove(item: Item): void {
    const index = this.items.indexOf(item, this.head);
    if (index >= 0) this.items.splice(index, 1);
  }

  /** All of them, the first one first. */
  drain(): readonly Item[] {
    const all = this.items.slice(this.head);
    this.items = [];
    this.head = 0;
    return all;
  }
}
