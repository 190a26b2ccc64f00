/* libdeflate: one call packs, one unpacks. */
#include "base/memory.h"
#include "pack/archive.h"

#include <libdeflate.h>
#include <stdlib.h>

enum {
    COMPRESSION_LEVEL = 1, /* a third of the time of 6, for a tenth more bytes */
    LARGE = 256 << 10,
};

struct Packer {
    struct libdeflate_compressor *compressor, *storer; /* the latter for what is packed already */
    struct libdeflate_decompressor *decompressor;
    Buf packed;
};

Packer *packer_new(void)
{
    Packer *packer = mem_alloc(sizeof *packer);
    *packer = (Packer){.compressor = libdeflate_alloc_compressor(COMPRESSION_LEVEL),
                       .storer = libdeflate_alloc_compressor(0),
                       .decompressor = libdeflate_alloc_decompressor()};
    if (!packer->compressor || !packer->storer || !packer->decompressor)
        mem_exhausted();
    return packer;
}

void packer_free(Packer *packer)
{
    if (!packer)
        return;
    libdeflate_free_compressor(packer->compressor);
    libdeflate_free_compressor(packer->storer);
    libdeflate_free_decompressor(packer->decompressor);
    buf_free(&packer->packed);
    free(packer);
}

/* A large buffer is given away, and a small one is used again. */
static unsigned char *kept(Packer *p, size_t size)
{
    if (p->packed.capacity < LARGE)
        return mem_copy(p->packed.bytes, size);
    unsigned char *bytes = mem_resize(p->packed.bytes, size);
    p->packed = (Buf){0};
    return bytes;
}

void packer_pack(Packer *p, Buf *bytes, bool packs, Packed *packed)
{
    struct libdeflate_compressor *compressor = packs ? p->compressor : p->storer;
    size_t bound = libdeflate_deflate_compress_bound(compressor, bytes->n);
    buf_clear(&p->packed);
    buf_room(&p->packed, bound);
    size_t size =
        libdeflate_deflate_compress(compressor, bytes->bytes, bytes->n, p->packed.bytes, bound);
    *packed = (Packed){.packed_size = size,
                       .size = bytes->n,
                       .checksum = libdeflate_crc32(0, bytes->bytes, bytes->n),
                       .bytes = kept(p, size)};
    packed->good = libdeflate_deflate_decompress(p->decompressor, packed->bytes, size, bytes->bytes,
                                                 bytes->n, NULL) == LIBDEFLATE_SUCCESS &&
                   libdeflate_crc32(0, bytes->bytes, bytes->n) == packed->checksum;
}

void packed_free(Packed *packed)
{
    free(packed->bytes);
    *packed = (Packed){0};
}
