using Amazon.S3.Model;
using HtcFlow.Core.Wire;

namespace HtcFlow.Objects.S3;

/// <summary>Says which tags an object is written with: none, unless the store's address asks for them.</summary>
internal sealed class ObjectTags(S3Address address)
{
    private readonly int _prefix = address.Prefix.Length == 0 ? 0 : address.Prefix.Length + 1;

    /// <summary>The tags of an object; null for none.</summary>
    /// <param name="key">Its key in the bucket.</param>
    public List<Tag>? Of(string key) => address.TagsCheckpoints && StoreLayout.IsCheckpoint(key[_prefix..])
        ? [new Tag { Key = S3Address.CheckpointTag.Key, Value = S3Address.CheckpointTag.Value }]
        : null;
}
