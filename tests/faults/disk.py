"""A disk as it may look after a power cut, played back from the shim's journal.

What was synced before the cut is there. Of the rest every sector may be there or not, in any
order; of names made, changed and removed since their folder was synced, the first few are
(a journaling file system keeps their order). That is less than real disks keep.
"""

import os

SECTOR = 512


class File:
    """A file's bytes as promised, and what was done to it since."""

    def __init__(self, kept=b""):
        self.kept = bytearray(kept)
        self.waiting = []

    def sync(self):
        for change in self.waiting:
            change(self.kept)
        self.waiting.clear()

    def after_cut(self, chance):
        """Return its bytes after a cut."""
        found = bytearray(self.kept)
        for change in self.waiting:
            change(found, chance)
        return found


def writing(offset, data):
    """Return the change that writing is; with a chance, some of its sectors never arrive."""

    def change(kept, chance=None):
        at = 0
        while at < len(data):
            size = min(SECTOR - (offset + at) % SECTOR, len(data) - at)
            if chance is None or chance.random() < chance.arriving:
                begin = offset + at
                kept.extend(bytes(max(0, begin - len(kept))))
                kept[begin : begin + size] = data[at : at + size]
            at += size

    return change


def resizing(size):
    def change(kept, chance=None):
        if chance is None or chance.random() < chance.arriving:
            del kept[size:]
            kept.extend(bytes(size - len(kept)))

    return change


class Disk:
    """The files of one folder, in memory, following a journal."""

    def __init__(self, folder):
        self._root = f"{folder}{os.sep}"
        self._names = {
            each.name: File(each.read_bytes()) for each in folder.iterdir() if each.is_file()
        }
        self._promised = dict(self._names)
        self._changed = []
        self._open = {}

    def follow(self, deed, file, offset, data):
        """Do what the journal says was done."""
        if deed == "open":
            self._on_open(file, offset, os.fsdecode(data))
        elif deed == "shut":
            self._open.pop(file, None)
        elif deed == "gone":
            self._change({self._name(os.fsdecode(data)): None})
        elif deed == "name":
            source, target = map(self._name, os.fsdecode(data).split("\0"))
            self._change({target: self._names.get(source), source: None})
        elif (found := self._open.get(file)) == "folder":
            self._promised, self._changed = dict(self._names), []
        elif found and deed == "sync":
            found.sync()
        elif found:
            found.waiting.append(writing(offset, data) if deed == "data" else resizing(offset))

    def after_cut(self, chance, folder):
        """Write the files, as they may be after a cut this moment, into an empty folder."""
        names = dict(self._promised)
        for change in self._changed[: chance.randint(0, len(self._changed))]:
            _apply(names, change)
        for name, file in names.items():
            (folder / name).write_bytes(file.after_cut(chance))
            (folder / name).chmod(0o600)

    def _on_open(self, file, flags, path):
        name = self._name(path)
        if not name or os.path.isdir(path):
            self._open[file] = "folder"
            return
        if name not in self._names:
            self._change({name: File()})
        self._open[file] = self._names[name]
        if flags & os.O_TRUNC:
            self._names[name].waiting.append(resizing(0))

    def _change(self, change):
        self._changed.append(change)
        _apply(self._names, change)

    def _name(self, path):
        return path.removeprefix(self._root).strip(os.sep)


def _apply(names, change):
    for name, file in change.items():
        if file is None:
            names.pop(name, None)
        else:
            names[name] = file
